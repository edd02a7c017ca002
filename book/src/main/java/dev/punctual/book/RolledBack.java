package dev.punctual.book;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** Transactions that are made to their end and then undone: what they answer would have been so. */
record RolledBack(TransactionOperations transactions) implements TransactionOperations {
    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
        return transactions.execute(status -> {
            T answer = action.doInTransaction(status);
            status.setRollbackOnly();
            return answer;
        });
    }
}
