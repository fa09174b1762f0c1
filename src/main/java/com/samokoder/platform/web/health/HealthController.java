package com.samokoder.platform.web.health;

import com.samokoder.platform.web.RequestIdentity;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class HealthController {
    private final HealthService health;

    HealthController(HealthService health) {
        this.health = health;
    }

    @GetMapping("/health")
    ResponseEntity<HealthReport.Brief> brief() {
        var report = health.report();
        return answer(report, report.brief());
    }

    @GetMapping("/health/detailed")
    ResponseEntity<HealthReport> detailed() {
        var report = health.report();
        boolean admin = RequestIdentity.current().map(RequestIdentity::admin).orElse(false);
        return answer(report, admin ? report : report.withoutDetails());
    }

    private static <T> ResponseEntity<T> answer(HealthReport report, T body) {
        var status = report.healthy() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
        return ResponseEntity.status(status).cacheControl(CacheControl.noStore()).body(body);
    }
}
