package com.samokoder.testing.supabase;

/** The servers whose differences matter; each stands for its neighbours. */
public enum PostgrestVersion {
    TWELVE("12.2.12"),
    FOURTEEN("14.17"),
    SIXTEEN("16.2");

    private final String number;

    PostgrestVersion(String number) {
        this.number = number;
    }

    String number() {
        return number;
    }

    boolean isTwelve() {
        return this == TWELVE;
    }

    /** Whether the server itself runs a transaction again, for ever, after this SQLSTATE. */
    boolean repeats(String state) {
        return switch (this) {
            case TWELVE -> state.equals("40001");
            case FOURTEEN -> state.equals("40001") || state.equals("40P01");
            case SIXTEEN -> false;
        };
    }
}
