/** Swagger UI in a frame of our own: it follows the system's colors, folds errors and lets every example work when tried. */

import { workingExamples } from "./examples.js";
import { foldedErrors } from "./responses.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const dress = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", dress);
dress();

SwaggerUIBundle({
  url: "../openapi?format=json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  // Operations are listed, each of them closed
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [workingExamples, foldedErrors],
  // Else the page of a public host shows the document to validator.swagger.io
  validatorUrl: null,
});
