import type { Component } from "vue";
import type { RouteRecordInfo } from "vue-router";
import paths from "./paths.json";

/** What stands in the address of each page; `?` marks what may be left out. */
type RouteParams = {
  home: Record<never, never>;
  collection: { plural: string };
  entry: { id: string };
  history: { id: string };
  create: { plural: string };
  series: { plural: string; of: string };
  charts: Record<never, never>;
  graph: { id?: string };
  path: { from: string; to: string };
  types: { name?: string };
  changes: { changeSet?: string };
  trash: Record<never, never>;
  settings: Record<never, never>;
  api: Record<never, never>;
  notFound: { rest: string[] };
};

export type RouteName = keyof RouteParams;

/** A page of the app. */
export interface AppRoute {
  name: RouteName;
  path: string;
  /** Loads the page when it is first opened. */
  component: () => Promise<{ default: Component }>;
  icon: string;
  /** Path of the page's name in the locale files. */
  label: string;
  /** Another address is another page, made anew; else the one page follows its address. */
  keyed?: boolean;
  /** On a desk it opens over the page that one came from. */
  over?: boolean;
}

/** All pages of the app. The server answers the addresses of `paths.json`, and no other, with the app. */
export const ROUTES: readonly AppRoute[] = [
  { name: "home", path: paths.home, component: () => import("../features/start/StartPage.vue"), icon: "i-lucide-house", label: "pages.home" },
  { name: "collection", path: paths.collection, component: () => import("../features/collection/CollectionPage.vue"), icon: "i-lucide-list", label: "pages.collection", keyed: true },
  { name: "entry", path: paths.entry, component: () => import("../features/entry/EntryPage.vue"), icon: "i-lucide-notebook-text", label: "pages.entry", keyed: true },
  { name: "history", path: paths.history, component: () => import("../features/history/HistoryPage.vue"), icon: "i-lucide-history", label: "pages.history", keyed: true },
  { name: "create", path: paths.create, component: () => import("../features/form/FormPage.vue"), icon: "i-lucide-plus", label: "pages.create", keyed: true, over: true },
  { name: "series", path: paths.series, component: () => import("../features/series/SeriesPage.vue"), icon: "i-lucide-activity", label: "pages.series", keyed: true },
  { name: "charts", path: paths.charts, component: () => import("../features/charts/ChartsPage.vue"), icon: "i-lucide-chart-line", label: "pages.charts" },
  { name: "graph", path: paths.graph, component: () => import("../features/graph/GraphPage.vue"), icon: "i-lucide-waypoints", label: "pages.graph" },
  { name: "path", path: paths.path, component: () => import("../features/graph/PathPage.vue"), icon: "i-lucide-route", label: "pages.path", keyed: true },
  { name: "types", path: paths.types, component: () => import("../features/types/TypesPage.vue"), icon: "i-lucide-layers", label: "pages.types" },
  { name: "changes", path: paths.changes, component: () => import("../features/changes/ChangesPage.vue"), icon: "i-lucide-history", label: "pages.changes" },
  { name: "trash", path: paths.trash, component: () => import("../features/trash/TrashPage.vue"), icon: "i-lucide-trash-2", label: "pages.trash" },
  { name: "settings", path: paths.settings, component: () => import("../features/settings/SettingsPage.vue"), icon: "i-lucide-settings", label: "pages.settings" },
  { name: "api", path: paths.api, component: () => import("../features/api/ApiPage.vue"), icon: "i-lucide-square-terminal", label: "pages.api" },
  { name: "notFound", path: "/:rest(.*)*", component: () => import("../shell/NotFoundPage.vue"), icon: "i-lucide-circle-help", label: "pages.notFound" },
];

/** The page of this name. */
export function routeOf(name: RouteName): AppRoute {
  const route = ROUTES.find((route) => route.name === name);
  if (!route) throw new Error(`there is no page ${name}`);
  return route;
}

declare module "vue-router" {
  interface TypesConfig {
    RouteNamedMap: { [Name in RouteName]: RouteRecordInfo<Name, string, RouteParams[Name], RouteParams[Name]> };
  }
}
