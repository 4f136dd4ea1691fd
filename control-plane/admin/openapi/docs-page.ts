import { static as files, Router } from "express";
import getAbsoluteFSPath from "swagger-ui-dist/absolute-path.js";

/** Nothing from elsewhere, nothing inline, and no page of another origin around it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Headgate admin API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css">
    <link rel="icon" href="docs/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

/** A token that is typed in is forgotten with the page. */
const START = `window.SwaggerUIBundle({
  url: "v1/openapi.json",
  dom_id: "#swagger-ui",
  persistAuthorization: false,
  withCredentials: false,
  validatorUrl: null,
});
`;

/** `GET /docs`: the OpenAPI document to look through and to try out. Without a token: nothing in it is secret. */
export function docsPage(): Router {
  const router = Router({ strict: true });
  router.use("/docs", (_request, response, next) => {
    response.set({
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    next();
  });
  router.get("/docs", (_request, response) => {
    response.type("html").send(PAGE);
  });
  router.get("/docs/start.js", (_request, response) => {
    response.type("js").send(START);
  });
  const served = files(getAbsoluteFSPath(), { index: false });
  router.get(
    ["/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/docs/favicon-32x32.png"],
    (request, response, next) => {
      request.url = request.url.slice("/docs".length);
      served(request, response, next);
    },
  );
  return router;
}
