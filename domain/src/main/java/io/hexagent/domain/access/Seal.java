package io.hexagent.domain.access;

/** Makes secrets unreadable before they are stored, and readable again. Implementations are safe for many threads. */
public interface Seal {
    /**
     * The text, sealed; another text each time.
     *
     * @param purpose what the text is and whose: it opens for the same purpose alone
     */
    String seal(String text, String purpose);

    /** @throws Broken when it was not sealed so, for this purpose and with this key */
    String open(String sealed, String purpose);

    /** What is stored cannot be opened. The message may be shown. */
    final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Broken(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
