// What `require` of an ES module hands over stands under "module.exports". TypeScript before 5.6 cannot read such a name, so
// package.json shows it the declarations of names.ts.
export * from "./names.js";
export { default, default as "module.exports" } from "./names.js";
