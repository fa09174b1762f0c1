package com.samokoder.projects;

import com.samokoder.auth.CurrentUser;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an administrator may know of the whole installation. */
@RestController
class MetricsController {
    private final ProductionMetrics metrics;

    MetricsController(ProductionMetrics metrics) {
        this.metrics = metrics;
    }

    @GetMapping("/api/admin/metrics")
    ProductionMetrics.Numbers metrics(CurrentUser user) {
        return metrics.read(user);
    }
}
