package com.samokoder.files.checks;

/** Whether a finding stands in the way of calling a version verified. */
public enum Severity {
    ERROR,
    WARNING
}
