/** A message in the response's queue. */
export interface Message {
  id: string;
  body: string;
  attributes: Record<string, string>;
  /** When it can be received, in milliseconds since 1970. */
  visibleAt: number;
  received: number;
}

/**
 * SQS as the event source mapping uses it: a received message is hidden for the visibility timeout, a failed one returns,
 * and one that was received too often becomes a dead letter
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html).
 *
 * @param attempts how often a message is delivered
 */
export function queueOf(attempts: number) {
  const messages: Message[] = [];
  const dead: Message[] = [];
  /** Dead letters that were consumed. */
  const consumed: Message[] = [];
  let serial = 0;
  return {
    messages,
    dead,
    consumed,
    send(body: string, delaySeconds: number, attributes: Record<string, string> = {}): void {
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
      if (delaySeconds < 0 || delaySeconds > 900) throw new RangeError(`DelaySeconds ${delaySeconds}`);
      const id = `${String(++serial).padStart(8, "0")}-message`;
      messages.push({ id, body, attributes, visibleAt: Date.now() + 1000 * delaySeconds, received: 0 });
    },
    /** The next message, received; undefined if there is none. One that was received too often becomes a dead letter. */
    receive(advanceTo: (time: number) => void, visibilitySeconds: number): Message | undefined {
      for (;;) {
        const next = [...messages].sort((left, right) => left.visibleAt - right.visibleAt)[0];
        if (!next) return undefined;
        advanceTo(next.visibleAt);
        if (next.received >= attempts) {
          this.remove(next);
          dead.push(next);
          continue;
        }
        next.received++;
        next.visibleAt = Date.now() + 1000 * visibilitySeconds;
        return next;
      }
    },
    hide(id: string, seconds: number): void {
      const message = messages.find((item) => item.id === id);
      if (message) message.visibleAt = Date.now() + 1000 * seconds;
    },
    remove(message: Message): void {
      messages.splice(messages.indexOf(message), 1);
    },
  };
}

export type Queue = ReturnType<typeof queueOf>;
