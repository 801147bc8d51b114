import "../style/main.css";
import ui from "@nuxt/ui/vue-plugin";
import { createPinia } from "pinia";
import { createApp } from "vue";
import { keepIconsLocal } from "../lib/icons";
import { createPageI18n } from "../locales/i18n";
import App from "./App.vue";
import { createAppRouter } from "./router";

keepIconsLocal();
createApp(App)
  .use(createPinia())
  .use(await createPageI18n())
  .use(createAppRouter())
  .use(ui)
  .mount("#app");
