package com.samokoder.runs;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How runs are worked on and watched.
 *
 * @param worker whether this process works on runs; one that does not still serves the API
 * @param concurrency runs at once in this process
 * @param parallel steps of one run at once, where its plan allows it
 * @param lease how long a run stays reserved for a worker that is not heard of
 * @param poll how often the queue and the leases are looked at without being woken
 * @param userCap runs at once of one user, over all processes
 * @param maxAttempts claims of a run that finish no step before it is given up
 * @param patience how long a worker keeps a finished step while the database is away
 * @param longestWait how long a run may wait in the queue before the engine counts as unhealthy
 * @param streamsPerUser event streams at once of one user in this process
 * @param streams event streams at once in this process
 * @param streamTime how long one event stream may last; clients come back by themselves
 */
@Validated
@ConfigurationProperties("samokoder.runs")
record RunsProperties(
        @DefaultValue("true") boolean worker,
        @Min(1) @DefaultValue("4") int concurrency,
        @Min(1) @DefaultValue("4") int parallel,
        @DefaultValue("20s") Duration lease,
        @DefaultValue("1s") Duration poll,
        @Min(1) @DefaultValue("2") int userCap,
        @Min(1) @DefaultValue("5") int maxAttempts,
        @DefaultValue("5m") Duration patience,
        @DefaultValue("15m") Duration longestWait,
        @Min(1) @DefaultValue("5") int streamsPerUser,
        @Min(1) @DefaultValue("500") int streams,
        @DefaultValue("30m") Duration streamTime) {

    @AssertTrue(message = "samokoder.runs.lease must be at least three times samokoder.runs.poll")
    boolean isLeaseRenewedInTime() {
        return poll.multipliedBy(3).compareTo(lease) <= 0;
    }
}
