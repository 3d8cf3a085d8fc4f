/** How much energy the machine and its tasks use: metered, declared by the owner, or unknown. */
package io.gridbourse.worker.energy;
