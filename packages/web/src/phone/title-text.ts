import { addTexts } from "../i18n/index.js";

/** What the navigation says: all that the first load needs of this room's texts. */
export const TITLE = addTexts("phone-title", { en: { title: "Phone" }, de: { title: "Telefon" } });
