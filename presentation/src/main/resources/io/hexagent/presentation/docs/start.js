window.onload = () => SwaggerUIBundle({
  url: "/docs/openapi.yml",
  dom_id: "#ui",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
