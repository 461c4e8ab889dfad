/** Where the files of users and conferences lie, relative to the tree's root, with `/`. */
export interface TreeLayout {
  /** Everything below may hold users. */
  readonly directory: string;
  /** A new user's file is `<users>/<context>/<id>.xml`; the tree includes each context's folder into its group. */
  readonly users: string;
  /** Everything below may hold extensions. */
  readonly dialplan: string;
  /** A new conference's file is `<conferences>/<number>.xml`; the tree includes the folder into a context. */
  readonly conferences: string;
}

/** The layout of `freeswitch/conf`. */
export const DEFAULT_LAYOUT: TreeLayout = {
  directory: "directory",
  users: "directory/default",
  dialplan: "dialplan",
  conferences: "dialplan/conferences",
};

/** Names of files come from numbers and names of contexts alone, both of which configuration and queue hand out. */
const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

export function userPath(layout: TreeLayout, context: string, id: string): string | undefined {
  return SAFE_NAME.test(context) && SAFE_NAME.test(id)
    ? `${layout.users}/${context}/${id}.xml`
    : undefined;
}

export function conferencePath(layout: TreeLayout, number: string): string | undefined {
  return SAFE_NAME.test(number) ? `${layout.conferences}/${number}.xml` : undefined;
}
