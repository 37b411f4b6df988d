package io.sojourn.journey.scan;

import java.util.Iterator;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/// An immutable set of persons by number. Numbers come from a project's counter and stay below 2^32.
public final class PersonSet {

    public static final PersonSet EMPTY = new PersonSet(new RoaringBitmap());

    private static final long NUMBER_MAX = 0xFFFF_FFFFL;

    private final RoaringBitmap numbers;

    private PersonSet(RoaringBitmap numbers) {
        this.numbers = numbers;
    }

    public static PersonSet of(long... persons) {
        Builder builder = new Builder();
        for (long person : persons) {
            builder.add(person);
        }
        return builder.build();
    }

    public boolean contains(long person) {
        return person >= 0 && person <= NUMBER_MAX && numbers.contains((int) person);
    }

    public long size() {
        return numbers.getLongCardinality();
    }

    public boolean isEmpty() {
        return numbers.isEmpty();
    }

    public PersonSet and(PersonSet other) {
        return new PersonSet(RoaringBitmap.and(numbers, other.numbers));
    }

    public PersonSet or(PersonSet other) {
        return new PersonSet(RoaringBitmap.or(numbers, other.numbers));
    }

    public PersonSet minus(PersonSet other) {
        return new PersonSet(RoaringBitmap.andNot(numbers, other.numbers));
    }

    /// Ascending.
    public void forEach(LongConsumer consumer) {
        numbers.forEach((IntConsumer) number -> consumer.accept(Integer.toUnsignedLong(number)));
    }

    /// Ascending.
    public LongStream stream() {
        return numbers.stream().mapToLong(Integer::toUnsignedLong);
    }

    /// Ascending.
    public Iterator<Long> iterator() {
        return stream().iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PersonSet that && numbers.equals(that.numbers);
    }

    @Override
    public int hashCode() {
        return numbers.hashCode();
    }

    @Override
    public String toString() {
        return numbers.getLongCardinality() <= 50
                ? numbers.toString()
                : numbers.getLongCardinality() + " persons";
    }

    /// Collects persons in any order; one thread.
    public static final class Builder {
        private final RoaringBitmap numbers = new RoaringBitmap();

        public void add(long person) {
            if (person < 0 || person > NUMBER_MAX) {
                throw new IllegalArgumentException("person number " + person);
            }
            numbers.add((int) person);
        }

        public void addAll(PersonSet persons) {
            numbers.or(persons.numbers);
        }

        public void addAll(Builder other) {
            numbers.or(other.numbers);
        }

        public PersonSet build() {
            return new PersonSet(numbers.clone());
        }
    }
}
