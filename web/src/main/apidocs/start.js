// Shows the server's own description; asks nobody else.
window.addEventListener("load", () => {
  window.SwaggerUIBundle({
    url: "../../openapi?format=JSON",
    dom_id: "#interface",
    deepLinking: true,
    validatorUrl: null,
    tryItOutEnabled: true,
    persistAuthorization: false,
  });
});
