import type { CodegenConfig } from "@graphql-codegen/cli";

/**
 * Types of the operations that stand in the sources as `graphql(…)`, made from the committed SDL. Operations that
 * depend on a record type are built at run time (`src/documents`) and are not among them.
 */
const config: CodegenConfig = {
  schema: "../api/schema.graphql",
  documents: ["src/**/*.graphql.ts"],
  generates: {
    "src/gql/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: "string",
        onlyOperationTypes: true,
        enumsAsTypes: true,
        strictScalars: true,
        useTypeImports: true,
        // How the API writes its scalars in JSON; `docs/clients.md` tells the same for other clients.
        scalars: {
          ID: "string",
          Date: "string",
          DateTime: "string",
          Time: "string",
          Duration: "string",
          TimeZone: "string",
          Decimal: "number",
          JSON: "unknown",
          Country: "string",
          Language: "string",
          Email: "string",
          Phone: "string",
          URL: "string",
        },
      },
    },
  },
};

export default config;
