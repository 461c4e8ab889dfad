import { lazy, Suspense } from "react";
import { usePhoneView } from "./provider.js";

const DockView = lazy(() => import("./dock-view.js"));

/** The calls of the page, over every screen; nothing while there are none. */
export function PhoneDock() {
  const needed = usePhoneView(({ calls, lost }) => calls.length > 0 || lost.length > 0);
  if (!needed) return null;
  return (
    <Suspense fallback={null}>
      <DockView />
    </Suspense>
  );
}
