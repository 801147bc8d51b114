import { createRouter, createWebHistory, type Router } from "vue-router";
import { ROUTES } from "./routes";

/** The address is the state: going back returns to the place on the page as well. */
export function createAppRouter(): Router {
  return createRouter({
    history: createWebHistory(),
    routes: ROUTES.map(({ name, path, component, icon, label }) => ({ name, path, component, meta: { icon, label } })),
  });
}

declare module "vue-router" {
  interface RouteMeta {
    icon: string;
    label: string;
  }
}
