export { LANGUAGES, type Language, setLanguage, startI18n, useLanguage } from "./start.js";
export { addTexts, type Texts, useTexts } from "./texts.js";
