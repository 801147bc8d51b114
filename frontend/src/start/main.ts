import "../style/main.css";
import ui from "@nuxt/ui/vue-plugin";
import { createApp } from "vue";
import { keepIconsLocal } from "../lib/icons";
import { followDevice } from "../lib/paint";
import { createPageI18n } from "../locales/i18n";
import StartPage from "./StartPage.vue";

keepIconsLocal();
followDevice();
createApp(StartPage)
  .use(await createPageI18n())
  .use(ui)
  .mount("#app");
