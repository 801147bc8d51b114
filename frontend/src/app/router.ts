import { createRouter, createWebHistory, type Router, type RouteRecordSingleView } from "vue-router";
import { ROUTES, type AppRoute } from "./routes";

/** The address is the state. */
export function createAppRouter(): Router {
  return createRouter({ history: createWebHistory(), routes: ROUTES.map(recordOf) });
}

function recordOf({ name, path, component, icon, label, keyed = false, over = false }: AppRoute): RouteRecordSingleView {
  return { name, path, component, meta: { icon, label, keyed, over } };
}

declare module "vue-router" {
  interface RouteMeta {
    icon: string;
    label: string;
    keyed: boolean;
    over: boolean;
  }
}
