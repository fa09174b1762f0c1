package com.samokoder.usage;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;

/** What the caller spent. */
@RestController
@RequestMapping("/api/usage")
class UsageController {
    private static final String CSV = "text/csv;charset=UTF-8";
    private static final int LARGEST_PAGE = 100;

    private final UsageService usage;
    private final Clock clock;

    UsageController(UsageService usage, Clock clock) {
        this.usage = usage;
        this.clock = clock;
    }

    @GetMapping
    UsageReport report(
            CurrentUser caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(name = "group_by", required = false) @Nullable String groupBy,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw ApiException.invalid(
                    new FieldProblem("limit", "out_of_range", "usage.limit_out_of_range"));
        }
        return usage.report(caller.id(), UsageQuery.of(from, to, groupBy, clock), limit, cursor);
    }

    @GetMapping(produces = CSV)
    ResponseEntity<String> csv(
            CurrentUser caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(name = "group_by", required = false) @Nullable String groupBy) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"usage.csv\"")
                .body(usage.csv(caller.id(), UsageQuery.of(from, to, groupBy, clock)));
    }
}
