package com.samokoder.platform.audit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the audit log is kept.
 *
 * @param retentionDays for how long; the database lets nobody delete what is younger than a month
 */
@ConfigurationProperties("samokoder.audit")
public record AuditProperties(@DefaultValue("365") int retentionDays) {}
