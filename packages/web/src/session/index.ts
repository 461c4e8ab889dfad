export { type Session, useMay, useMe, useSession, useSignOut } from "./session.js";
export { SignInScreen } from "./sign-in-screen.js";
