export { LANGUAGES, type Language, setLanguage, useLanguage } from "./start.js";
export { addTexts, type Texts, textNow, useTexts } from "./texts.js";
