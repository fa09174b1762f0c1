window.addEventListener('load', () => {
    SwaggerUIBundle({
        url: '/openapi.json',
        dom_id: '#docs',
        deepLinking: true,
        persistAuthorization: true,
        displayRequestDuration: true,
        tryItOutEnabled: true,
        filter: true,
        validatorUrl: null,
        presets: [SwaggerUIBundle.presets.apis],
    });
});
