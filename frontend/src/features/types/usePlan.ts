import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from "vue";
import { ask } from "../../gql/ask";
import type { PlanRequest } from "./definition";
import { TYPE_APPLY, TYPE_PLAN } from "./definitions.graphql";

export interface DefinitionError {
  line: number;
  column: number;
  message: string;
  hint: string | null;
}

export interface TypeChange {
  type: string;
  field: string | null;
  kind: string;
  affected: number;
  lossy: boolean;
  description: string;
}

/** What a change of the definitions would do, as `typePlan` answers it. */
export interface TypePlan {
  id: string | null;
  ok: boolean;
  errors: DefinitionError[];
  changes: TypeChange[];
  waitSeconds: number;
}

export interface UsePlanReturn {
  plan: ShallowRef<TypePlan | null>;
  status: ShallowRef<"idle" | "planning" | "planned" | "applying" | "error">;
  error: ShallowRef<Error | null>;
  plannedAt: ShallowRef<Date | null>;
  /** Makes the change; answers whether it was made. A plan that another change made stale is planned again. */
  apply: () => Promise<boolean>;
  again: () => void;
}

/** A plan renews itself this long after the last edit, in milliseconds. */
const PAUSE = 400;

/** The plan of a change that is being edited. */
export function usePlan(request: Ref<PlanRequest | null>): UsePlanReturn {
  const plan = shallowRef<TypePlan | null>(null);
  const status = shallowRef<UsePlanReturn["status"]["value"]>("idle");
  const error = shallowRef<Error | null>(null);
  const plannedAt = shallowRef<Date | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;

  watch(request, (now) => {
    clearTimeout(timer);
    running?.abort();
    if (now === null) {
      plan.value = null;
      status.value = "idle";
      return;
    }
    status.value = "planning";
    timer = setTimeout(() => void ask_(now), PAUSE);
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    running?.abort();
  });

  return { plan, status, error, plannedAt, apply, again };

  function again(): void {
    if (request.value) void ask_(request.value);
  }

  async function ask_(wanted: PlanRequest): Promise<void> {
    running?.abort();
    const own = (running = new AbortController());
    status.value = "planning";
    try {
      const { typePlan } = await ask(TYPE_PLAN, wanted, { signal: own.signal });
      plan.value = typePlan;
      plannedAt.value = new Date();
      error.value = null;
      status.value = "planned";
    } catch (failure) {
      if (own.signal.aborted) return;
      fail(failure);
    }
  }

  async function apply(): Promise<boolean> {
    const id = plan.value?.id;
    if (!id) return false;
    status.value = "applying";
    try {
      const { typeApply } = await ask(TYPE_APPLY, { id });
      if (typeApply.errors.length === 0) return true;
      plan.value = { ok: false, id: null, errors: typeApply.errors, changes: plan.value?.changes ?? [], waitSeconds: 0 };
      status.value = "planned";
    } catch (failure) {
      fail(failure);
    }
    return false;
  }

  function fail(failure: unknown): void {
    error.value = failure instanceof Error ? failure : new Error(String(failure));
    status.value = "error";
  }
}
