package io.weir.suite.simulation;

/** Hunts all planted bugs, or those whose names have some text, and says how many seeds each took. */
final class PlantedBugs {
    private PlantedBugs() {}

    public static void main(String[] args) {
        for (PlantedBug bug : PlantedBug.all()) {
            if (args.length < 2 || bug.name().contains(args[1])) {
                long begin = System.nanoTime();
                String found = bug.hunt(Integer.parseInt(args[0]));
                System.out.printf("%-55s %6d ms  %s%n", bug.name(), (System.nanoTime() - begin) / 1_000_000, found);
            }
        }
    }
}
