/** Starts Swagger UI with the system's color scheme, collapsed errors and examples that work when tried. */

import { workingExamples } from "./examples.js";
import { collapsedErrors } from "./responses.js";
import { liveStreams } from "./streams.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const applyColorScheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", applyColorScheme);
applyColorScheme();

SwaggerUIBundle({
  url: "../openapi?format=json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  // Lists operations, collapsed
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [workingExamples, collapsedErrors, liveStreams],
  // Otherwise a page on a public host sends the document to validator.swagger.io
  validatorUrl: null,
});
