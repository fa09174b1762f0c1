package com.samokoder.gateway.surface;

import com.samokoder.auth.CurrentUser;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a client may ask for, in the form its library reads. */
@RestController
class ModelsController {
    private final ModelListing models;

    ModelsController(ModelListing models) {
        this.models = models;
    }

    @GetMapping("/v1/models")
    Object list(CurrentUser user, HttpServletRequest request) {
        var served = models.list(user.id());
        return switch (Vendor.of(request)) {
            case OPENAI -> OpenAiModels.of(served);
            case ANTHROPIC -> AnthropicModels.of(served);
        };
    }
}
