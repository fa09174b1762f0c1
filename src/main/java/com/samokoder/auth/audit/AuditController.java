package com.samokoder.auth.audit;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.Page;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened to the own account; for its owner with a session. */
@RestController
@RequestMapping("/api/auth/audit")
class AuditController {
    private final AuditService events;

    AuditController(AuditService events) {
        this.events = events;
    }

    @GetMapping
    Page<AuditedEvent> list(
            CurrentUser user,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
            @RequestParam(required = false) @Size(max = 1024) @Nullable String cursor) {
        return events.list(user.id(), limit, cursor);
    }
}
