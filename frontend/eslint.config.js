import globals from "globals";
import tseslint from "typescript-eslint";
import vue from "eslint-plugin-vue";
import accessibility from "eslint-plugin-vuejs-accessibility";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "src/gql/generated/"] },
  ...tseslint.configs.strict,
  ...vue.configs["flat/recommended"],
  ...accessibility.configs["flat/recommended"],
  {
    files: ["src/**/*.{ts,vue}"],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: tseslint.parser, ecmaVersion: "latest", sourceType: "module" },
    },
  },
  {
    files: ["**/*.mjs", "*.{js,ts}"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
  {
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "vue/block-order": ["error", { order: ["script", "template", "style"] }],
      "vue/component-api-style": ["error", ["script-setup"]],
      "vue/define-macros-order": "error",
      "vue/no-unused-refs": "error",
      "vue/no-v-html": "error",
      "vue/prefer-true-attribute-shorthand": "error",
      // The line length is a matter of reading, not of rules; props of our components have no defaults to require.
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": ["error", { html: { void: "always" } }],
      "vue/require-default-prop": "off",
      // A label may hold its control, as the theme switch does.
      "vuejs-accessibility/label-has-for": ["error", { required: { some: ["nesting", "id"] } }],
    },
  },
  {
    // They print their outcome.
    files: ["tests/browser/**", "tests/live/**", "tests/documents/**"],
    rules: { "no-console": "off" },
  },
);
