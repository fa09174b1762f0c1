package com.samokoder.gateway.surface;

import com.samokoder.auth.TokenAdmission;
import com.samokoder.llm.WireForm;
import com.samokoder.platform.ratelimit.RateLimitFilter;
import com.samokoder.platform.web.ExpressEndpoint;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.MDC;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

import java.io.IOException;
import java.util.Optional;

/** The endpoints of {@link GatewayController} for what nearly all programs send. */
@Configuration(proxyBeanMethods = false)
class ExpressCalls {

    @Bean
    ExpressEndpoint expressCompletions(
            TokenAdmission admission, RateLimitFilter limits, Exchanges exchanges) {
        return new Call(
                GatewayController.COMPLETIONS,
                WireForm.CHAT_COMPLETIONS,
                admission,
                limits,
                exchanges);
    }

    @Bean
    ExpressEndpoint expressMessages(
            TokenAdmission admission, RateLimitFilter limits, Exchanges exchanges) {
        return new Call(
                GatewayController.MESSAGES, WireForm.MESSAGES, admission, limits, exchanges);
    }

    @Bean
    ExpressEndpoint expressResponses(
            TokenAdmission admission, RateLimitFilter limits, Exchanges exchanges) {
        return new Call(
                GatewayController.RESPONSES, WireForm.RESPONSES, admission, limits, exchanges);
    }

    @Bean
    ExpressEndpoint expressEmbeddings(
            TokenAdmission admission, RateLimitFilter limits, Exchanges exchanges) {
        return new Call(
                GatewayController.EMBEDDINGS, WireForm.EMBEDDINGS, admission, limits, exchanges);
    }

    private static final class Call implements ExpressEndpoint {
        private static final String USER = "user_id";

        private final String path;
        private final WireForm form;
        private final TokenAdmission.Gate gate;
        private final RateLimitFilter limits;
        private final Exchanges exchanges;

        Call(
                String path,
                WireForm form,
                TokenAdmission admission,
                RateLimitFilter limits,
                Exchanges exchanges) {
            this.path = path;
            this.form = form;
            this.gate = admission.gate(HttpMethod.POST, path);
            this.limits = limits;
            this.exchanges = exchanges;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public boolean serve(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            var admitted = gate.admit(request);
            if (admitted.isEmpty()) {
                return false;
            }
            var user = admitted.get();
            var name = user.id().toString();
            MDC.put(USER, name);
            try {
                if (limits.admits(Optional.of(name), request, response)) {
                    exchanges.serve(user, form, request, response);
                }
            } finally {
                MDC.remove(USER);
            }
            return true;
        }
    }
}
