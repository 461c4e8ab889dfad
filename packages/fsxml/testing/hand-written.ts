import { findUser, findUsers, type SourceElement, XmlSource } from "../src/source/index.js";

export const MODCONPIN = "$" + "${modconpin}";

/** A user file as people write them. */
export const HAND_WRITTEN = `\ufeff<?xml version="1.0"?>\r
<!-- Alice's file, do not touch -->\r
<include>\r
\t<X-PRE-PROCESS cmd="set" data="x=1"/>\r
\t<user id='20001'  number-alias="alice" >\r
\t\t<params>\r
\t\t\t<param name="password" value='a&apos;b"c'/>   <!-- changed 2020 -->\r
\t\t\t<!-- <param name="old" value="x"/> -->\r
\t\t\t<param value="20001"\r
\t\t\t\tname="vm-password"></param>\r
\t\t</params>\r
\r
\t\t<variables>\r
\t\t\t<variable name="conpin" value="${MODCONPIN}"/>\r
\t\t\t<note><![CDATA[<param name="password" value="no"/>]]></note>\r
\t\t</variables>\r
\t</user>\r
</include>\r
`;

/** A file and its first user. */
export function open(text = HAND_WRITTEN): { source: XmlSource; user: SourceElement } {
  const source = XmlSource.parse(text);
  const user = findUser(source, findUsers(source)[0]?.attribute("id") ?? "");
  if (user === undefined) throw new Error("no user in the text");
  return { source, user };
}

/** The text after an edit of its first user. */
export function edited(
  text: string,
  edit: (source: XmlSource, user: SourceElement) => void,
): string {
  const { source, user } = open(text);
  edit(source, user);
  return source.toString();
}
