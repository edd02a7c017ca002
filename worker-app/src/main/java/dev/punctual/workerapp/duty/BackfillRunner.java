package dev.punctual.workerapp.duty;

import dev.punctual.book.BackfillBook;

/** Makes the fires of backfills at their rates. The book lets only one process at a time see to each. */
public final class BackfillRunner implements Pass {
    /** A pass looks at so many, so that it ends. */
    private static final int MOST = 100;

    private final BackfillBook book;

    /** @param book knows which go on */
    public BackfillRunner(BackfillBook book) {
        this.book = book;
    }

    @Override
    public int runOnce() {
        return book.advance(MOST);
    }
}
