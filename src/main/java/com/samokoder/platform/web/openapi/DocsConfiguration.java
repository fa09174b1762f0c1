package com.samokoder.platform.web.openapi;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Swagger UI from its webjar, with a page of our own: nothing is loaded from other hosts. */
@Configuration(proxyBeanMethods = false)
class DocsConfiguration implements WebMvcConfigurer {
    private static final String WEBJAR = "classpath*:/META-INF/resources/webjars/swagger-ui/*/";
    private static final String BUNDLE = "swagger-ui-bundle.js";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/docs/{file:index\\.html|initializer\\.js}")
                .addResourceLocations("classpath:/docs/")
                .setCacheControl(CacheControl.noCache());
        registry.addResourceHandler(
                        "/docs/{file:swagger-ui-bundle\\.js|swagger-ui\\.css|favicon-32x32\\.png}")
                .addResourceLocations(webjar())
                .setCacheControl(CacheControl.maxAge(Duration.ofDays(1)));
    }

    private static String webjar() {
        try {
            var found = new PathMatchingResourcePatternResolver().getResources(WEBJAR + BUNDLE);
            var bundle = found[0].getURL().toString();
            return bundle.substring(0, bundle.length() - BUNDLE.length());
        } catch (IOException missing) {
            throw new UncheckedIOException("Swagger UI is not on the class path", missing);
        }
    }
}
