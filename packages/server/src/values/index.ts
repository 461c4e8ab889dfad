export { InvalidValueError, ITEM_PROBLEMS, ItemError, type ItemProblem } from "./errors.js";
export { checkConferenceName, checkUserName, nameKey } from "./names.js";
export {
  checkConferencePin,
  checkConferenceType,
  checkContext,
  checkEmail,
  checkPassword,
  checkPolycomMac,
  DEFAULT_PINS,
  defaultPin,
  generatePassword,
  isDefaultPin,
  quotable,
} from "./user-fields.js";
