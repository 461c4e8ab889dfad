import type { Permission } from "@parley/protocol/client";
import type { ComponentType, LazyExoticComponent } from "react";
import type { Texts } from "../i18n/index.js";

/** What a room shows the shell: an entry of the navigation and a screen. */
export interface Screen {
  /** wouter's pattern, `/users`. */
  readonly path: string;
  /** Absent: reached from other screens, not from the navigation. */
  readonly navigation?: {
    readonly icon: ComponentType<{ size?: number | string; stroke?: number }>;
    readonly title: { readonly room: string; readonly texts: Texts<{ title: string }> };
  };
  /** Absent: for everybody who is signed in. */
  readonly permission?: Permission;
  readonly view: LazyExoticComponent<ComponentType> | ComponentType;
}
