import { createElement, lazy, Suspense, type ComponentType, type ReactNode } from "react";

type Props = Record<string, unknown>;

/** A component that is loaded when it is first shown. */
export function showLater(load: () => Promise<ComponentType<Props>>): (props: Props) => ReactNode {
  const Loaded = lazy(async () => ({ default: await load() }));
  return function Later(props) {
    return createElement(Suspense, { fallback: null }, createElement(Loaded, props));
  };
}
