/** GPUs of a server from which on it is one of eight on a board; below, a host with a card or two. */
const BOARD_GPUS = 4;

/**
 * What a server draws beside its GPUs: processors, memory, network, fans and losses.
 *
 * $$ P_{other} = 1500\,\mathrm{W} \cdot \tfrac{g}{8} + 0.23\, P_{GPUs}, \qquad 350\,\mathrm{W} + 0.25\, P_{GPUs} \text{ of one or two cards} $$
 *
 * A line that is assumed, within 30 %, through what is published: 2.8 kW beside 5.6 kW of eight H100, 480 W beside 784 W of two H100 NVL. Of machines that
 * are parts of a server it is as large a part.
 *
 * @param gpuWatts - of all GPUs, watts.
 * @param gpus - that are rented or bought.
 * @param serverGpus - GPUs of the usual server.
 * @returns watts.
 * @see arXiv:2412.08602; HotCarbon 2025.
 */
export function otherServerWatts(gpuWatts: number, gpus: number, serverGpus: number): number {
  return serverGpus >= BOARD_GPUS ? (1500 * gpus) / 8 + 0.23 * gpuWatts : (350 * gpus) / serverGpus + 0.25 * gpuWatts;
}

/** How far that may be off, relative. */
export const OTHER_POWER_ERROR = 0.3;

/**
 * Power of a site over that of its servers, where nobody states it: a French cloud's.
 *
 * @see OVHcloud 1.29, Scaleway 1.15 to 1.55 (2022); hyperscalers 1.09 to 1.2, colocation 1.6, the world 1.54 (Uptime 2025).
 */
export const USUAL_PUE = 1.3;
