package io.sojourn.core.project;

/// Number of a project within one data folder, from 1; `DATA/projects/<number>/` is its folder.
public record ProjectId(int number) implements Comparable<ProjectId> {
    public ProjectId {
        if (number < 1) {
            throw new IllegalArgumentException("project number " + number);
        }
    }

    @Override
    public int compareTo(ProjectId other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
