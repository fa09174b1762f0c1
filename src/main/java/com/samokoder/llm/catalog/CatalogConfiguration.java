package com.samokoder.llm.catalog;

import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.demo.DemoSwitch;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

    @Bean
    ProviderCatalog providerCatalog(DemoSwitch demo) {
        return CatalogFiles.read(demo.on());
    }
}
