import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useStore } from "zustand";
import { useMe } from "../session/index.js";
import { createPhone, type Phone } from "./phone.js";
import type { PhoneView } from "./store.js";
import type { Call, DialOptions, PhoneStatus } from "./types.js";

const PhoneContext = createContext<Phone | undefined>(undefined);

/** The one phone of the page, for everything below it; signs in once the first screen is drawn. */
export function PhoneProvider({ children }: { readonly children: ReactNode }) {
  const { id } = useMe();
  const [phone, setPhone] = useState(() => createPhone(id));
  if (phone.user !== id) setPhone(createPhone(id));
  useEffect(() => phone.run(), [phone]);
  return <PhoneContext.Provider value={phone}>{children}</PhoneContext.Provider>;
}

/** For this room only: the commands of the phone. */
export function usePhone(): Phone {
  const phone = useContext(PhoneContext);
  if (!phone) throw new Error("No phone above");
  return phone;
}

/** A part of what the phone shows; the component is drawn anew only when that part changes. */
export function usePhoneView<Part>(select: (view: PhoneView) => Part): Part {
  return useStore(usePhone().store, select);
}

/** Whether this page's phone can be reached at the switch. */
export function usePhoneStatus(): PhoneStatus {
  return usePhoneView(({ status }) => status);
}

/** Calls, ended ones for a few seconds more. */
export function useCalls(): readonly Call[] {
  return usePhoneView(({ calls }) => calls);
}

/** Calls a number; what comes of it is shown in the dock. */
export function useDial(): (number: string, name?: string, options?: DialOptions) => void {
  const phone = usePhone();
  return phone.dial;
}
