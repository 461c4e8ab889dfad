export { LANGUAGES, type Language, setLanguage, useLanguage } from "./start.js";
export { addTexts, type Texts, useTexts } from "./texts.js";
