import { createContext, createElement, useContext, useEffect, useRef, type HTMLAttributes, type PointerEvent as Pressed, type ReactNode, type Ref, type RefObject } from "react";

/*
 * Stands in for the part of a library of animations that GraphiQL uses for one thing: tabs that can be dragged into
 * another order. The library measured and animated the whole page, and was a large part of what had to run first.
 */

/** Pixels that a pointer may tremble before it drags. */
const SLACK = 6;

/** Moves a value to where the pointer is over the list. */
type Move = (value: unknown, list: HTMLElement, pointer: PointerEvent) => void;

type Attributes = Pick<HTMLAttributes<HTMLElement>, "className" | "role" | "aria-label" | "aria-selected" | "children"> & { ref?: Ref<HTMLElement> };

interface GroupProps extends Attributes {
  values: readonly unknown[];
  onReorder: (values: unknown[]) => void;
}

interface ItemProps extends Attributes {
  value: unknown;
}

const Moving = createContext<RefObject<Move> | null>(null);

function Group({ values, onReorder, children, ref, className, role, "aria-label": label }: GroupProps): ReactNode {
  const move: Move = (value, list, { clientX }) => {
    const to = [...list.children].findIndex((item) => {
      const { left, right } = item.getBoundingClientRect();
      return left <= clientX && clientX < right;
    });
    const from = values.findIndex((one) => isSame(one, value));
    if (to < 0 || from < 0 || to === from) return;
    onReorder(values.toSpliced(from, 1).toSpliced(to, 0, values[from]));
  };
  // A drag outlives the order that it began with.
  const latest = useRef(move);
  useEffect(() => void (latest.current = move));
  return createElement("ul", { ref, className, role, "aria-label": label }, createElement(Moving.Provider, { value: latest }, children));
}

function Item({ value, children, ref, className, role, "aria-selected": selected }: ItemProps): ReactNode {
  const move = useContext(Moving);
  const press = (event: Pressed<HTMLElement>): void => {
    const list = event.currentTarget.parentElement;
    if (event.button === 0 && list && move) drag(event, (pointer) => move.current(value, list, pointer));
  };
  return createElement("li", { ref, className, role, "aria-selected": selected, style: { touchAction: "pan-y" }, onPointerDown: press }, children);
}

/** Follows the pointer until it is let go; what was dragged is not clicked as well. */
function drag({ clientX: start, pointerId }: Pressed, moved: (pointer: PointerEvent) => void): void {
  let dragging = false;
  const end = new AbortController();
  const follow = (pointer: PointerEvent): void => {
    if (pointer.pointerId !== pointerId) return;
    dragging ||= Math.abs(pointer.clientX - start) > SLACK;
    if (dragging) moved(pointer);
  };
  const letGo = (): void => {
    end.abort();
    if (!dragging) return;
    const swallow = (event: Event): void => event.stopPropagation();
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }));
  };
  addEventListener("pointermove", follow, { signal: end.signal });
  addEventListener("pointerup", letGo, { signal: end.signal });
  addEventListener("pointercancel", letGo, { signal: end.signal });
}

/** A tab that has been edited is another object with the same id. */
function isSame(one: unknown, other: unknown): boolean {
  return (one as { id: string }).id === (other as { id: string }).id;
}

export const Reorder = { Group, Item };
