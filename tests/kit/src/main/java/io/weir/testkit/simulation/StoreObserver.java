package io.weir.testkit.simulation;

/** Hears of every object at the moment it is there or gone. Called by who has the turn; must not ask for another's. */
public interface StoreObserver {
    /** An object is there, new or in the place of another of its name. */
    void stored(String name);

    /** An object that was there is gone. */
    void deleted(String name);
}
