import type { EncodeOptions } from "../encode/index.js";
import type { SourceElement } from "./nodes.js";
import type { XmlSource } from "./xml-source.js";

/** Every `<user>` of the file with an id, in document order. */
export function findUsers(_source: XmlSource): SourceElement[] {
  return [];
}

/** The user with this id, regardless of case; real entries before pointers. */
export function findUser(source: XmlSource, _id: string): SourceElement | undefined {
  return findUsers(source)[0];
}

/** The user's own param, as the file says it. */
export function getParam(user: SourceElement, name: string): string | undefined {
  return user.attribute(name);
}

export function getVariable(user: SourceElement, name: string): string | undefined {
  return user.attribute(name);
}

/** Changes `<param name= value=/>` where it stands, or adds it after its siblings. */
export function setParam(
  _source: XmlSource,
  _user: SourceElement,
  _name: string,
  _value: string,
  _options?: EncodeOptions,
): void {}

export function setVariable(
  _source: XmlSource,
  _user: SourceElement,
  _name: string,
  _value: string,
  _options?: EncodeOptions,
): void {}

/** @returns whether there was one */
export function removeParam(_source: XmlSource, _user: SourceElement, _name: string): boolean {
  return false;
}

/** @returns whether there was one */
export function removeVariable(_source: XmlSource, _user: SourceElement, _name: string): boolean {
  return false;
}

export function renameUser(_source: XmlSource, _user: SourceElement, _id: string): void {}

export function removeUser(_source: XmlSource, _user: SourceElement): void {}
