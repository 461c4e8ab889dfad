import { createRoot } from "react-dom/client";
import { App } from "./app/index.js";
import { startI18n } from "./i18n/index.js";

const root = document.getElementById("root");
if (root) startI18n().then(() => createRoot(root).render(<App />));
