package com.samokoder.auth.security;

import com.samokoder.platform.ratelimit.RateLimitFilter;

import jakarta.servlet.DispatcherType;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * The one filter chain. Nothing is kept between requests and no cookie counts, so there are no
 * sessions of the servlet kind, no forms and no CSRF.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    SecurityContextRepository securityContexts() {
        return new RequestAttributeSecurityContextRepository();
    }

    /** A timer around each filter of each request costs more than the filters do. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    SecurityFilterChain securityFilters(
            HttpSecurity http,
            Callers callers,
            AccessDecision decision,
            SecurityProblems problems,
            SecurityContextRepository contexts,
            RateLimitFilter rateLimit) {
        withoutBrowsersHabits(http);
        return http.securityContext(context -> context.securityContextRepository(contexts))
                .addFilterBefore(
                        new BearerFilter(callers, contexts), AnonymousAuthenticationFilter.class)
                .addFilterBefore(rateLimit, AuthorizationFilter.class)
                .authorizeHttpRequests(requests ->
                        // An answer that goes on later, or that turns into an error, was
                        // allowed when its request came in.
                        requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .anyRequest()
                                .access(decision))
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .build();
    }

    private static void withoutBrowsersHabits(HttpSecurity http) {
        http.sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable);
    }
}
