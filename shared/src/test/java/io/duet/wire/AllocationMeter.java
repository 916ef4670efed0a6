package io.duet.wire;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures how many bytes the calling thread has allocated since this meter was made. */
final class AllocationMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());

  long bytes() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
  }
}
