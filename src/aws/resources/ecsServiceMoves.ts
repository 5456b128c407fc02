import type { Found } from '../../engine/provider';
import type { Resolved } from '../../engine/resource';
import type { ServiceProps } from '../../kinds/resourceTypes';

type Service = Resolved<ServiceProps>;

/**
 * Registers its tasks with the old target groups too, all with the port that the new revision listens on: a target
 * carries its own port, that of its group is only a default. At most five groups a service.
 */
export function holdingBoth(props: Service, old: ReadonlyMap<string, string>): Service {
  const beside = props.loadBalancers.flatMap((entry) => {
    const targetGroupArn = old.get(entry.targetGroupArn);
    return targetGroupArn === undefined ? [] : [{ ...entry, targetGroupArn }];
  });
  return beside.length === 0 ? props : { ...props, loadBalancers: [...props.loadBalancers, ...beside] };
}

/**
 * Drops the registry that is about to be made anew. It may get its old id back, and ECS would then see no change and
 * not register by itself; and while tasks are registered it cannot be deleted. A target group without a listener is
 * dropped with it: ECS refuses whatever update goes on naming one (aws-reference §2.3).
 */
export function lettingGo({ props }: Found, going: ReadonlySet<string>): Service {
  // What was found has the shape of what is asked for; only the parts that the update sends are looked at.
  const { registries = [], loadBalancers = [], ...rest } = props as unknown as Service;
  return {
    ...rest,
    loadBalancers: loadBalancers.filter(({ targetGroupArn }) => !going.has(targetGroupArn)),
    registries: registries.filter(({ registryArn }) => !going.has(registryArn)),
  };
}
