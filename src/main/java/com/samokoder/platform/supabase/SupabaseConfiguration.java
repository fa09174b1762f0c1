package com.samokoder.platform.supabase;

import com.samokoder.platform.environment.Installation;
import com.samokoder.platform.http.OriginHttp;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@OnSupabase
@Configuration(proxyBeanMethods = false)
class SupabaseConfiguration {
    @Bean
    SupabaseProject supabaseProject(SupabaseProperties properties, Installation installation) {
        return SupabaseProject.of(properties, !installation.production());
    }

    @Bean(destroyMethod = "close")
    OriginHttp supabaseHttp(SupabaseProject project) {
        return new OriginHttp(project.origin());
    }
}
