/** Who gets which tasks: running partitions, turns between bags, the workers' long polls. */
package io.gridbourse.ejb.schedule;
